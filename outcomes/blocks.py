"""The parts of an outcome: its text, its files, its places and links."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from screens.days import DayBlock

from .country_choices import country_choices
from .tables import TranslatableTableBlock

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class FiguresBlock(blocks.StructBlock):
    """Results in figures."""

    figures = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("value", blocks.CharBlock(label=_("Value"), help_text=_("For example “7” or “€42 million”."))),
                ("label", blocks.CharBlock(label=_("What it counts"))),
            ]
        ),
        label=_("Figures"),
    )

    class Meta:
        icon = "order"
        label = _("Results in figures")
        template = "outcomes/blocks/figures.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "outcomes/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """The text of an outcome."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="outcomes/blocks/heading.html")
    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="outcomes/blocks/paragraph.html"
    )
    figures = FiguresBlock()
    quote = QuoteBlock()
    image = ImageBlock(label=_("Picture"), required=False, template="outcomes/blocks/image.html")
    table = TranslatableTableBlock(label=_("Table"), template="outcomes/blocks/table.html")


class FileBlock(blocks.StructBlock):
    """A file with what a visitor must know before downloading it (F6)."""

    document = DocumentChooserBlock(label=_("File"), help_text=_("PDF, office document, CSV, ZIP or MP4, up to 50 MB."))
    language = blocks.ChoiceBlock(choices=settings.LANGUAGES, label=_("Language of the file"))
    description = blocks.CharBlock(
        label=_("Description"), required=False, help_text=_("For example “Full report with annexes”.")
    )
    accessible = blocks.BooleanBlock(
        label=_("The file is accessible"),
        required=False,
        help_text=_("For example a tagged PDF (PDF/UA). Else visitors can ask the Secretariat for another format."),
    )

    class Meta:
        icon = "doc-full"
        label = _("File")


class CityBlock(blocks.StructBlock):
    """A city where the outcome was tried or made."""

    name = blocks.CharBlock(label=_("City"))
    country = blocks.ChoiceBlock(choices=country_choices, label=_("Country"))

    class Meta:
        icon = "site"
        label = _("City")


class LinkBlock(blocks.StructBlock):
    """A project or financing plan that the outcome informed (ToR ¶7)."""

    title = blocks.CharBlock(label=_("Project or financing plan"))
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Project or financing plan")


class EventBlock(blocks.StructBlock):
    """An event where the outcome was or will be presented (ToR ¶21)."""

    title = blocks.CharBlock(label=_("Event"))
    date = DayBlock(label=_("Date"), required=False)
    place = blocks.CharBlock(label=_("Place"), required=False)

    class Meta:
        icon = "date"
        label = _("Event")
