"""What holds for every test: no other machine is spoken to, and chance can be repeated."""

import os
import sys

import alembic.command
import alembic.config  # noqa: F401 - a migration then takes no process of its own
import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import postgres as postgres  # noqa: PLC0414 - a fixture for all

LONG = (
    # What another test, or the same on another database or in another language, mostly covers.
    "test_property_01.py::test_no_byte_of_what_an_outsider_holds_names_a_person_or_an_answer[postgresql]",
    "test_property_08.py::test_between_two_snapshots_answers_appear_by_tens_or_not_at_all[postgresql]",
    "test_property_11.py::test_nothing_can_be_read_of_what_was_forgotten_taken_back_changed_mixed_or_closed[postgresql]",
    "test_property_12.py::test_a_backup_undoes_no_forgetting_no_withdrawal_and_no_close[postgresql]",
    "test_property_16.py::test_changing_and_taking_back_reach_ones_own_answers_alone[postgresql]",
    "test_property_06.py::test_no_order_in_which_answers_lie_tells_when_they_came[postgresql]",
    "test_property_09.py::test_an_old_copy_opens_nothing_and_confirms_nobody[postgresql]",
    "test_property_10.py::test_one_resident_leaves_no_value_twice[postgresql]",
    "test_property_14.py::test_every_file_is_documented_and_its_owners_alone[postgresql]",
    "test_property_15.py::test_one_account_has_one_voice_and_a_lost_send_is_found_again[postgresql]",
    "test_property_20.py::test_comparing_results_exposes_neither_a_newcomer_nor_a_few",
    "test_public.py::test_the_page_fits_a_small_phone_and_hides_nothing_from_anyone",
    "test_way.py::test_no_page_shuts_anybody_out[en-light-1200]",
    "test_way.py::test_no_page_shuts_anybody_out[bg-dark-320]",
    "test_way.py::test_from_new_survey_to_publish_without_javascript",
    "test_crashes.py::test_a_send_a_withdrawal_and_a_flush_are_done_or_undone",
    "test_crashes.py::test_an_act_is_done_or_undone_and_can_be_repeated[sqlite]",
    "test_crashes.py::test_an_act_is_done_or_undone_and_can_be_repeated[postgres]",
    "test_kill.py::test_kill_minus_nine_loses_nothing_and_counts_nothing_twice[webhook]",
    "test_survey.py::test_many_residents_at_once_are_all_answered[webhook]",
    "test_faults.py::test_nothing_that_must_be_written_is_passed_over_while_nothing_can_be",
    "test_app.py::test_a_locked_database_never_delays_the_end",
    "test_leaks.py::test_nothing_written_tells_of_anybody_whatever_breaks[INFO]",
    "test_changing.py::test_a_change_keeps_the_number_of_rows_and_alters_nobody_else[postgres]",
    "test_changing.py::test_wrong_codes_change_nothing[postgres]",
    "test_faults.py::test_a_lost_answer_of_a_message_doubles_it_at_most_once",
    "test_demo.py::test_a_resident_learns_and_answers[fr]",
    "test_demo.py::test_a_resident_learns_and_answers[nl]",
    "test_demo.py::test_a_resident_learns_and_answers[bg]",
    "test_every_page.py::test_no_page_shuts_anybody_out[fr-phone]",
    "test_every_page.py::test_no_page_shuts_anybody_out[nl-phone]",
    "test_every_page.py::test_no_page_shuts_anybody_out[en-phone]",
    "test_every_page.py::test_no_page_shuts_anybody_out[bg-phone]",
    "test_every_page.py::test_no_page_shuts_anybody_out[sq-phone]",
    "test_every_page.py::test_no_page_shuts_anybody_out[en-dark]",
    "test_every_page.py::test_no_page_shuts_anybody_out[en-large]",
    "test_every_page.py::test_the_keyboard_reaches_every_control_in_reading_order_and_shows_where_it_is[phone]",
    "test_every_page.py::test_the_keyboard_reaches_every_control_in_reading_order_and_shows_where_it_is[dark]",
    # Whole attacks of tens of seconds, of which the quick tests have the parts.
    "test_property_06.py::test_no_order_in_which_answers_lie_tells_when_they_came[sqlite]",
    "test_property_16.py::test_changing_and_taking_back_reach_ones_own_answers_alone[sqlite]",
    "test_property_19.py::test_published_numbers_obey_the_rules",
    "test_property_22.py::test_released_comments_hold_no_planted_data_and_join_to_nothing",
    "test_property_23.py::test_staff_see_steps_of_ten_and_nothing_beyond_their_role",
    "test_kill.py::test_kill_minus_nine_loses_nothing_and_counts_nothing_twice[polling]",
    "test_workers.py::test_two_workers_lose_nothing_and_count_nothing_twice",
    "test_text_journey.py::test_no_page_of_a_change_shuts_anybody_out[en-light]",
    "test_text_journey.py::test_no_page_of_a_change_shuts_anybody_out[bg-dark]",
    "test_demo.py::test_a_resident_learns_and_answers[sq]",
)
"""Marked `long`: `make test` passes them over to stay quick; `make test-all` and CI do not."""
THIS_MACHINE = {None, "", b"", "localhost", b"localhost", "127.0.0.1", b"127.0.0.1", "::1"}

settings.register_profile(
    "rightsbot",
    # A busy machine is no fault of the code; the whole test still has its time limit.
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("rightsbot")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.nodeid.endswith(LONG):
            item.add_marker(pytest.mark.long)


def stay_here(event: str, args: tuple[object, ...]) -> None:
    """Refuse every connection and name look-up that would leave this machine."""
    match event, args:
        case ("socket.getaddrinfo", (host, *_)):
            pass
        case ("socket.connect" | "socket.sendto", (_, (host, *_))):
            pass
        case _:
            return
    if host not in THIS_MACHINE:
        raise RuntimeError("a test tried to reach another machine")


sys.addaudithook(stay_here)
