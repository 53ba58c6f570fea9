"""The company's settings: guanwei.toml and the environment, typed and strict, all problems told at once."""

from bot.config.environment import Environment, Secrets, load_database, load_environment
from bot.config.load import check, load_settings, read_settings
from bot.config.model import Settings
from bot.config.problems import Problem, SettingsError
from bot.config.sample import sample
from bot.config.windows import Window

__all__ = [
    "Environment",
    "Problem",
    "Secrets",
    "Settings",
    "SettingsError",
    "Window",
    "check",
    "load_database",
    "load_environment",
    "load_settings",
    "read_settings",
    "sample",
]
