"""The addresses of the register."""

from django.urls import URLPattern, path

from dengxiaming.web.register import importing, statistics, views

urlpatterns: list[URLPattern] = [
    path("register/<id:organization>/", views.of_organization, name="register-of"),
    path("register/<id:organization>/roster/", importing.new, name="register-import"),
    path("register/<id:organization>/roster/<str:token>/", importing.roster, name="register-roster"),
    path("register/<id:organization>/roster/<str:token>/marked.xlsx", importing.marked, name="register-marked"),
    path("register/<id:organization>/statistics/", statistics.statistics_page, name="statistics-of"),
    path("register/<id:organization>/statistics.xlsx", statistics.statistics_workbook, name="statistics-export"),
    path("members/<id:code>/particulars/", views.particulars, name="member-particulars"),
    path("members/<id:code>/particulars/whole/", views.whole, name="member-whole"),
    path("members/<id:code>/particulars/correct/", views.correct, name="member-correct"),
]
