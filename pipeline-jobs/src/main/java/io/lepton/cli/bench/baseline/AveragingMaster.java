package io.lepton.cli.bench.baseline;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;

/** DeepLearning4J's own way to train on Spark. */
public final class AveragingMaster {
    private final JavaSparkContext spark;
    private final PlainNetwork network;
    private final int workers;

    public AveragingMaster(JavaSparkContext spark, PlainNetwork network, int workers) {
        this.spark = spark;
        this.network = network;
        this.workers = workers;
    }

    /** As documented when nothing is set: batches of 16, averaged each 5, rows exported first; all but the number of workers. */
    public double secondsByDefault(List<DataSet> batches) {
        return seconds(batches, new ParameterAveragingTrainingMaster.Builder(workers, rowsOf(batches)).build(), 1);
    }

    /** With what was fastest of what we tried: rows cached and sent directly, large batches, averaged each 100. */
    public double secondsAtBest(List<DataSet> batches) {
        return seconds(
                batches,
                new ParameterAveragingTrainingMaster.Builder(workers, rowsOf(batches))
                        .batchSizePerWorker(rowsOf(batches))
                        .averagingFrequency(100)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .storageLevel(StorageLevel.MEMORY_ONLY())
                        .build(),
                3);
    }

    private static int rowsOf(List<DataSet> batches) {
        return batches.get(0).numExamples();
    }

    /** Of the fastest epoch. */
    private double seconds(List<DataSet> batches, ParameterAveragingTrainingMaster master, int epochs) {
        JavaRDD<DataSet> rows = spark.parallelize(batches, workers).cache();
        try {
            rows.count();
            SparkDl4jMultiLayer training = new SparkDl4jMultiLayer(spark, network.configuration(), master);
            double fastest = Double.POSITIVE_INFINITY;
            for (int epoch = 0; epoch < epochs; epoch++) {
                long start = System.nanoTime();
                training.fit(rows);
                fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
            }
            master.deleteTempFiles(spark);
            return fastest;
        } finally {
            rows.unpersist(false);
        }
    }
}
