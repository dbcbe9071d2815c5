"""Who is there to be seen today?"""

from django.shortcuts import render

from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission
from referrals.models import Person


@needs(Permission.PERSON_SEE, methods=("GET", "HEAD"))
def caseload(request):
    return render(request, "referrals/caseload.html", {"people": Person.objects.visible_to(request.user)})


@needs(Permission.REFERRAL_MAKE)
def add(request):
    return render(request, "referrals/caseload.html", {"people": ()})
