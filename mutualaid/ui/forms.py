"""How forms are drawn."""

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Draws fields with the design system's markup."""
