"""gunicorn for production: threads that share one index, and an access log that says which page, never who or what.

    gunicorn -c deploy/gunicorn.conf.py mutualaid.wsgi

The path alone: no address, no query, no agent, no referrer. The proxy in front has to log the same way, and to take
away any X-Forwarded-Proto that a visitor sends before it sets its own.
"""

worker_class = "gthread"
workers = 2
threads = 4
accesslog = "-"
access_log_format = "%(t)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
