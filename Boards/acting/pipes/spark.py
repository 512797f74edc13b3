"""Asks Pipit for every line of a text: spark-submit spark.py LINES REPLIES, a file or a folder and a new folder.

Replies come in the order of the lines, one each. A program that is killed fails its partition, which Spark runs again.
"""

import os
import sys

from pyspark.sql import SparkSession

lines, replies = sys.argv[1:]
spark = SparkSession.builder.appName("pipit").getOrCreate()
text = spark.sparkContext.textFile(lines, minPartitions=8)
# Without an environment of its own the program would be looked for nowhere.
environment = {"PATH": os.environ["PATH"]}
text.pipe("pipit --quiet-start --no-timing", environment, checkCode=True).saveAsTextFile(replies)
