"""The addresses of structure."""

from django.urls import URLPattern, path

from dengxiaming.web.structure import asking, dividing, places, plans, requests, views

urlpatterns: list[URLPattern] = [
    path("structure/<id:organization>/", views.of_organization, name="structure-of"),
    path("structure/<id:organization>/plans/", plans.of_organization, name="structure-plans"),
    path("structure/<id:organization>/places/", places.of_organization, name="structure-places"),
    path("structure/<id:organization>/ask/", asking.ask, name="structure-ask"),
    path("structure/<id:organization>/groups/", dividing.groups, name="structure-groups"),
    path("structure/plan/<id:code>/", plans.plan, name="structure-plan"),
    path("structure/plan/<id:code>/do/", plans.do, name="structure-plan-do"),
    path("structure/request/<id:code>/", requests.request, name="structure-request"),
    path("structure/request/<id:code>/do/", requests.do, name="structure-request-do"),
    path("structure/request/<id:code>/decide/", requests.decide, name="structure-decide"),
    path("structure/request/<id:code>/<slug:name>.<slug:kind>", requests.paper, name="structure-paper"),
]
