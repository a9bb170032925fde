"""The addresses of ballots."""

from django.urls import URLPattern, path

from dengxiaming.web.ballots import polls, telling, views

urlpatterns: list[URLPattern] = [
    path("ballots/", views.own, name="ballots"),
    path("ballots/of/<id:organization>/", views.of_organization, name="ballots-of"),
    path("ballots/of/<id:organization>/new/", polls.new, name="ballot-new"),
    path("ballots/<id:code>/", views.ballot, name="ballot"),
    path("ballots/<id:code>/tell/", telling.tell, name="ballot-tell"),
    path("ballots/<id:code>/status/", views.status, name="ballot-status"),
    path("ballots/<id:code>/result/", views.result, name="ballot-result"),
]
