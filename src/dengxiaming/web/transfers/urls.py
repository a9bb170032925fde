"""The addresses of transfers."""

from django.urls import URLPattern, path

from dengxiaming.web.transfers import asking, views

urlpatterns: list[URLPattern] = [
    path("transfers/<id:organization>/", views.of_organization, name="transfers-of"),
    path("transfers/<id:organization>/new/", asking.arrive, name="transfer-new"),
    path("transfers/<id:organization>/<id:code>/", views.transfer, name="transfer"),
    path("transfers/<id:organization>/<id:code>/do/", views.do, name="transfer-do"),
    path("transfers/<id:organization>/<id:code>/letter.<slug:kind>", views.letter, name="transfer-letter"),
    path("members/<id:code>/transfer/", asking.ask, name="member-transfer"),
    path("members/<id:code>/returned/", asking.returned, name="member-returned"),
]
