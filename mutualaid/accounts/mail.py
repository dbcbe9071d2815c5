"""What is sent to somebody's address? A sentence and a link: no name, no service, nothing about anybody."""

import logging
from smtplib import SMTPException
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from mutualaid.ui.templatetags.page import site

log = logging.getLogger(__name__)


def to_sign_in():
    """Where a mail leads whoever has an account."""
    return f"{settings.SITE_ADDRESS}{reverse('accounts:sign_in')}"


def send_beside(which, to, told):
    """The answer does not wait for it: how long it takes must not tell whether anybody was sent one."""
    if settings.MAIL_BESIDE:
        Thread(target=send, args=(which, to, told), daemon=True).start()
    else:
        send(which, to, told)


def send(which, to, told):
    """``which`` names two templates: one line of subject, and the text. False where no server took it."""
    subject, text = (
        render_to_string(f"accounts/mail/{which}_{part}.txt", told | {"site": site()}).strip()
        for part in ("subject", "text")
    )
    try:
        EmailMessage(subject, text, to=[to]).send()
    except (OSError, SMTPException) as error:
        log.error("mail.failed", extra={"which": which, "why": type(error).__name__})  # its own words name the address
        return False
    return True
