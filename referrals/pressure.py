"""Does anybody press them to go? Then nothing that could tell whoever presses whether they went leaves this site."""

from django.utils.translation import gettext_lazy as _

from referrals.models import Offer, Referral

WHAT_IS_KNOWN = _(
    "Somebody with power over you wants you to go. There is emerging evidence that coerced attendance does worse. "
    "Going is your own choice. Whoever presses you is not told by us whether you went."
)


def is_pressed(referral: Referral) -> bool:
    """Has anybody with power over them been behind it, in this time of treatment?"""
    return Offer.objects.pressed().filter(episode=referral.episode_id).exists()
