from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines

DAYS = [("mon", "Monday"), ("tue", "Tuesday")]


class Asked(forms.Form):
    """One field of each kind."""

    place = forms.CharField(label="Town", help_text="Like Leeds", error_messages={"required": "Enter a town"})
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea)
    day = forms.MultipleChoiceField(
        label="Days", choices=DAYS, widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose a day"}
    )
    one = forms.ChoiceField(label="Which", choices=DAYS, required=False, widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Are you sure", required=False)
    far = forms.ChoiceField(label="How far", choices=[("1", "1 mile"), ("5", "5 miles")], required=False)
    secret = forms.CharField(required=False, widget=forms.HiddenInput)


class Controls(HTMLParser):
    """Every control, every label's ``for``, every id."""

    def __init__(self, markup):
        super().__init__()
        self.controls, self.labels, self.ids, self.described = [], set(), [], set()
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag in {"input", "select", "textarea"} and said.get("type") != "hidden":
            self.controls.append(said)
        if tag == "label":
            self.labels.add(said["for"])
        if "id" in said:
            self.ids.append(said["id"])
        self.described |= set((said.get("aria-describedby") or "").split())


@pytest.fixture(params=["unbound", "filled in", "wrong"])
def form(request):
    data = {"place": "Leeds <b>", "notes": "a", "day": ["tue"], "one": "mon", "far": "5"}
    return {"unbound": Asked(), "filled in": Asked(data), "wrong": Asked({"place": ""})}[request.param]


def test_every_control_has_a_label_and_no_id_is_used_twice(form):
    read = Controls(str(form))
    assert len(read.controls) == 8
    assert {control["id"] for control in read.controls} <= read.labels
    assert len(read.ids) == len(set(read.ids))


def test_whatever_describes_a_control_is_on_the_page(form):
    read = Controls(str(form))
    assert "id_place_helptext" in read.described
    assert read.described <= set(read.ids)


def test_what_was_typed_is_kept_and_escaped():
    drawn = str(Asked({"place": 'Leeds "<b>', "day": ["tue"], "one": "mon", "far": "5"}))
    assert 'value="Leeds &#34;&lt;b&gt;"' in drawn
    assert "<b>" not in drawn
    read = {(control["name"], control.get("value")): control for control in Controls(drawn).controls}
    assert "checked" in read["day", "tue"]
    assert "checked" not in read["day", "mon"]
    assert "checked" in read["one", "mon"]
    assert '<option value="5" selected>' in drawn


def test_many_choices_are_checkboxes_and_one_of_many_radios():
    """CheckboxSelectMultiple is a subclass of RadioSelect."""
    types = {control["name"]: control.get("type") for control in Controls(str(Asked())).controls}
    assert (types["day"], types["one"]) == ("checkbox", "radio")


def test_one_tick_is_a_checkbox_that_keeps_what_was_ticked():
    assert 'type="checkbox" value="on">' in str(Asked()["sure"].as_field_group())
    assert 'type="checkbox" value="on" checked>' in str(Asked({"sure": "on"})["sure"].as_field_group())


def test_an_error_stands_by_its_field_with_the_id_that_django_points_at():
    drawn = str(Asked({"place": ""}))
    assert 'id="id_place_error"' in drawn
    assert 'aria-describedby="id_place_helptext id_place_error"' in drawn
    assert "govuk-form-group--error" in drawn
    assert "govuk-input--error" in drawn


def test_the_summary_leads_from_each_error_to_its_field():
    form = Asked({"place": ""})
    form.add_error(None, "Nothing fits together")
    drawn = engines["django"].from_string("{% govuk_errors form %}").render({"form": form})
    read = Controls(str(form))
    for target, words in {"id_place": "Enter a town", "id_day": "Choose a day"}.items():
        assert f'<a href="#{target}">{words}</a>' in drawn
        assert target in read.ids
    assert "Nothing fits together" in drawn


def test_no_error_draws_no_summary():
    form = Asked({"place": "Leeds", "day": ["tue"]})
    assert engines["django"].from_string("{% govuk_errors form %}").render({"form": form}) == ""


def test_an_empty_choice_is_a_choice():
    class Any(forms.Form):
        who = forms.ChoiceField(choices=[("", "Anybody"), ("me", "Me")], required=False, widget=forms.RadioSelect)

    checked = [control.get("value") for control in Controls(str(Any())).controls if "checked" in control]
    assert checked == [""]


def test_a_file_is_asked_for_and_what_was_chosen_is_never_sent_back():
    class Sent(forms.Form):
        list = forms.FileField(label="The list", error_messages={"required": "Choose the file"})

    (control,) = Controls(str(Sent({}, {}))).controls
    assert (control["type"], control["id"]) == ("file", "id_list")
    assert "value" not in control
    assert "govuk-file-upload--error" in control["class"]


def test_a_hidden_field_is_only_itself():
    assert (
        engines["django"]
        .from_string("{% govuk_field form.secret %}")
        .render({"form": Asked()})
        .startswith('<input type="hidden"')
    )


def test_a_template_may_lay_more_over_a_field():
    drawn = engines["django"].from_string('{% govuk_field form.place label__classes="big" %}').render({"form": Asked()})
    assert "govuk-label big" in drawn
    assert "Town" in drawn
