"""What can I build: how much of each of many models somebody's parts are, found in a prepared sparse table.

`index.Index.made` takes the parts lists of all models together, `written` and `read` keep it as bytes, `search.search` asks
it. Pure: numbers in, numbers out; who may see a model is not known here.
"""
