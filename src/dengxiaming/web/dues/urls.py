"""The addresses of dues."""

from django.urls import path

from dengxiaming.web.dues import arrears, reductions, sums, views

urlpatterns = [
    path("dues/of/<id:organization>/", views.of_organization, name="dues-of"),
    path("dues/of/<id:organization>/assess/", views.assess, name="dues-assess"),
    path("dues/of/<id:organization>/collect/", views.collect, name="dues-collect"),
    path("dues/of/<id:organization>/pay/", views.pay, name="dues-pay"),
    path("dues/of/<id:organization>/correct/", views.correct, name="dues-correct"),
    path("dues/of/<id:organization>/close/", views.close, name="dues-close"),
    path("dues/of/<id:organization>/reductions/", reductions.of_organization, name="dues-reductions"),
    path(
        "dues/of/<id:organization>/reductions/<id:code>/withdraw/", reductions.withdraw, name="dues-reduction-withdraw"
    ),
    path("dues/of/<id:organization>/year/", sums.year, name="dues-year"),
    path("dues/of/<id:organization>/book.<slug:kind>", sums.book, name="dues-book"),
    path("dues/of/<id:organization>/published/", sums.published, name="dues-published"),
    path("dues/of/<id:organization>/arrears/", arrears.of_organization, name="arrears-of"),
    path("dues/of/<id:organization>/arrears/open/", arrears.begin, name="arrears-open"),
    path("dues/of/<id:organization>/mine/", views.mine, name="dues-mine"),
    path("dues/of/<id:organization>/waiting/", arrears.waiting, name="arrears-waiting"),
    path("dues/receipts/<id:code>/", views.receipt, name="dues-receipt"),
    path("dues/members/<id:code>/", views.member, name="dues-member"),
    path("dues/cases/<id:code>/", arrears.case, name="arrears-case"),
    path("dues/cases/<id:code>/step/", arrears.step, name="arrears-step"),
    path("dues/cases/<id:code>/approve/", arrears.approve, name="arrears-approve"),
    path("dues/cases/<id:code>/paper/<slug:name>.<slug:kind>", arrears.paper, name="arrears-paper"),
]
