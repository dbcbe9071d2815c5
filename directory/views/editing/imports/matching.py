"""Which column says what, and what the words mean: chosen, or written as a mapping."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.forms_editing import MappingForm, MatchForm, WordsForm
from directory.importers import matching
from directory.importers.glance import Glance
from directory.models import ImportRun, Upload
from directory.uploads import keeping, working
from directory.views.editing.imports.uploads import kept, try_to
from mutualaid.accounts.access import needs
from mutualaid.accounts.permissions import Permission

CHANGEABLE = (Upload.State.MATCHING, Upload.State.LOOKED)
AT_WORK = _("Somebody is working on this list, or has taken it: look how it stands, then send this again.")


@needs(Permission.DIRECTORY_EDIT)
def match(request, pk):
    upload = kept(pk)
    if _is_only_looked_at(request, upload):
        return redirect("editing:upload", pk)
    seen = _glance(upload)
    if upload.format == Upload.Format.SPREADSHEET and seen is None:
        return render(request, "editing/imports/refused.html", {"upload": upload})
    form = MatchForm(request.POST or None, upload=upload, document=_begun(upload, seen), glance=seen)
    if form.is_valid() and _keep(upload, form, form.mapping):
        return redirect("editing:words", pk)
    return render(request, "editing/imports/match.html", {"upload": upload, "form": form})


@needs(Permission.DIRECTORY_EDIT)
def write(request, pk):
    """The mapping as text, for what no form can say."""
    upload = kept(pk)
    if _is_only_looked_at(request, upload):
        return redirect("editing:upload", pk)
    form = MappingForm(request.POST or None, upload=upload, initial={"toml": upload.mapping or _as_begun(upload)})
    if form.is_valid() and _keep(upload, form, form.cleaned_data["toml"]):
        return _look(request, upload)
    return render(request, "editing/imports/write.html", {"upload": upload, "form": form})


@needs(Permission.DIRECTORY_EDIT)
def words(request, pk):
    upload = kept(pk)
    if _is_only_looked_at(request, upload) or not upload.mapping:
        return redirect("editing:upload", pk)
    form = WordsForm(request.POST if request.method == "POST" else None, upload=upload, glance=_glance(upload))
    if form.is_valid() and _keep(upload, form, form.mapping):
        return _look(request, upload)
    return render(request, "editing/imports/words.html", {"upload": upload, "form": form})


def _is_only_looked_at(request, upload):
    """Its own page says how it stands; but what somebody typed is shown to them again."""
    return upload.state not in CHANGEABLE and request.method != "POST"


def _keep(upload, form, mapping):
    """Is it read by this mapping from now on? The form says why not."""
    is_kept = keeping.match(upload, mapping)
    if not is_kept:
        form.add_error(None, AT_WORK)
    return is_kept


def _look(request, upload):
    """Set going what finds out what it would do."""
    return try_to(request, upload, lambda: working.look(upload, at=timezone.now()))


def _glance(upload):
    """What was seen of a spreadsheet; None of a feed, whose fields are known, and of what could not be opened."""
    return Glance(**upload.glance) if upload.glance else None


def _begun(upload, seen):
    """What to show as chosen: what was chosen, else as the list was read last, else a guess."""
    if upload.mapping:
        return matching.parsed(upload.mapping)
    last = ImportRun.objects.last_mapping(upload.slug, format=upload.format)
    return matching.begun(seen, last) if seen else matching.parsed(last)


def _as_begun(upload):
    said = {name: value for name, value in upload.details.items() if value}
    return matching.toml({"source": said} | _begun(upload, _glance(upload)))
