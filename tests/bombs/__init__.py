"""Small things that ask for far more than they are: files and servers that a stranger may hand to the program.

`FILES` is name -> what writes such a file; `SERVERS` is name -> what serves one connection. Both are made by a program, so that
nothing large is kept. A test runs some of them, `./dev bench bomb_bench` all.
"""
from bombs import containers, lists, nested, pictures, servers, sounds, videos

FILES = pictures.FILES | videos.FILES | containers.FILES | nested.FILES | sounds.FILES | lists.FILES
SERVERS = servers.SERVERS
