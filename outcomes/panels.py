"""What the stock panels cannot do: show the change note in its place."""

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from .versions import versions_of


class FromSecondVersionPanel(MultiFieldPanel):
    """Shown once a version of the outcome has passed."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and bool(versions_of(self.instance))


class FirstVersionPanel(FieldPanel):
    """Shown until a version of the outcome has passed."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and not versions_of(self.instance)
