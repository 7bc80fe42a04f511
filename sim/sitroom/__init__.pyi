from sitroom.notebook import backtest as backtest
from sitroom.notebook import ensemble as ensemble
from sitroom.notebook import flips as flips
from sitroom.notebook import kept as kept
from sitroom.notebook import load as load
from sitroom.notebook import run as run

__version__: str
