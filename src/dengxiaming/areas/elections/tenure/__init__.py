"""What goes with terms: extensions, reminders, vacancies, appointments, voting rights suspended."""
