"""The one place where the documented API is written down; pure values and functions, no IO."""
