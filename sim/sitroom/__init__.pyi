from sitroom.errors import PluginError, SitroomError
from sitroom.loader.bundle import UnknownNameError
from sitroom.loader.opening import Loaded
from sitroom.notebook import backtest, ensemble, flips, load, load_study, run
from sitroom.notebook.results import Array, Arrays, Backtest, Column, Ensemble, Frame, Game
from sitroom.policies.seated import PolicyError
from sitroom.render.frames import NoLibraryError
from sitroom.scenario.problems import ContentError, Problem
from sitroom.scenario.settings import SettingError
from sitroom.study.checkpoint import StudyError
from sitroom.study.results import StudyResult

__version__: str
__all__ = [
    "Array",
    "Arrays",
    "Backtest",
    "Column",
    "ContentError",
    "Ensemble",
    "Frame",
    "Game",
    "Loaded",
    "NoLibraryError",
    "PluginError",
    "PolicyError",
    "Problem",
    "SettingError",
    "SitroomError",
    "StudyError",
    "StudyResult",
    "UnknownNameError",
    "__version__",
    "backtest",
    "ensemble",
    "flips",
    "load",
    "load_study",
    "run",
]
