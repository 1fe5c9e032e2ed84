"""The staff console: server-rendered pages, one module a task; `access` decides who sees what.

Read in this order: access, sign_in, queue, record_page, conversations, handoffs, replies, searching, cases,
bookings, incidents, accounts; `filters` holds the words of the templates.
"""

from clinic.web.staff import filters as filters
