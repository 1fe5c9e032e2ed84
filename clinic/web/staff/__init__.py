"""The staff console: server-rendered pages, one module a task; `access` decides who sees what.

Read in this order: access, sign_in, queue, transcript, cases, bookings, incidents, accounts.
"""
