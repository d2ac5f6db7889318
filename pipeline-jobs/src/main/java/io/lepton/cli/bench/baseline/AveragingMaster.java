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
    private static final int DEFAULT_BATCH = 16;
    private static final int MOST_ROWS_BY_DEFAULT = 50_000;

    private final JavaSparkContext spark;
    private final PlainNetwork network;
    private final int workers;

    public AveragingMaster(JavaSparkContext spark, PlainNetwork network, int workers) {
        this.spark = spark;
        this.network = network;
        this.workers = workers;
    }

    /**
     * As documented when nothing is set: batches of 16, averaged each 5, rows exported first; all but the number of workers. Time grows
     * with the number of batches, so that it is measured of some rows and multiplied: of a million an epoch takes minutes.
     */
    public double secondsByDefault(List<DataSet> batches) {
        int some = Math.max(1, Math.min(batches.size(), MOST_ROWS_BY_DEFAULT / rowsOf(batches)));
        List<DataSet> small = batches.subList(0, some).stream()
                .flatMap(batch -> batch.batchBy(DEFAULT_BATCH).stream())
                .toList();
        double seconds =
                seconds(small, new ParameterAveragingTrainingMaster.Builder(workers, DEFAULT_BATCH).build(), 2);
        return seconds * batches.size() / some;
    }

    /** With the faster of the two settings that were fastest of what we tried; batches are as large as ours. */
    public double secondsAtBest(List<DataSet> batches) {
        double direct = seconds(
                batches,
                new ParameterAveragingTrainingMaster.Builder(workers, rowsOf(batches))
                        .batchSizePerWorker(rowsOf(batches))
                        .averagingFrequency(100)
                        .rddTrainingApproach(RDDTrainingApproach.Direct)
                        .storageLevel(StorageLevel.MEMORY_ONLY())
                        .build(),
                3);
        double exported = seconds(
                batches,
                new ParameterAveragingTrainingMaster.Builder(workers, rowsOf(batches))
                        .batchSizePerWorker(rowsOf(batches))
                        .averagingFrequency(100)
                        .build(),
                3);
        return Math.min(direct, exported);
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
