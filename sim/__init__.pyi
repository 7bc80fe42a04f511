from sim.notebook import backtest as backtest
from sim.notebook import ensemble as ensemble
from sim.notebook import flips as flips
from sim.notebook import kept as kept
from sim.notebook import load as load
from sim.notebook import run as run

__version__: str
