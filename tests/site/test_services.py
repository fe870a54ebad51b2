"""One site a folder."""

from __future__ import annotations

import threading
import time

import pytest

from prosum.embedded import Services, ServiceUnavailable


def test_a_second_site_over_the_same_data_is_refused_in_a_sentence(tmp_path):
    with Services(tmp_path, share=True):
        began = time.monotonic()
        with pytest.raises(ServiceUnavailable, match="runs from this folder already"):
            Services(tmp_path, share=True).__enter__()
        assert time.monotonic() - began < 5
        with Services(tmp_path):
            pass  # a command beside the site
    with Services(tmp_path, share=True):
        pass


def test_a_site_waits_for_one_that_is_ending(tmp_path):
    ending = Services(tmp_path, share=True)
    ending.__enter__()
    ending.forget()
    timer = threading.Timer(0.6, ending.stop)
    timer.start()
    began = time.monotonic()
    with Services(tmp_path, share=True):
        assert time.monotonic() - began >= 0.5
    timer.join()
