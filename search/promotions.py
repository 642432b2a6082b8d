"""Wagtail's list of promoted results, without how often their words were looked for: nobody counts that here."""

from wagtail.contrib.search_promotions.views import IndexView


class PromotionsView(IndexView):
    columns = [column for column in IndexView.columns if column.name != "views"]
