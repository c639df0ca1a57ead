"""Tests of the kit that asks deployments."""
