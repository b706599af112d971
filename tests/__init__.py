"""The tests mirror the tree. (This file makes them a package: a dependency installs a `tests` of its own, which type checkers found first.)"""
