"""Grading a client: what its requests, as the journal holds them, show of its mistakes.

    entries → calls → clients (listings, walks) → mistakes → findings → report

Pure: nothing is asked, and no clock is read. A *mistake* is a client's, as a defect is the mock's; `mistakes` is the
table of all. A *sign* is a group of requests that shows one.
"""
