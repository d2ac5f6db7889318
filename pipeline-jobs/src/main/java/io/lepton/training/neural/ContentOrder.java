package io.lepton.training.neural;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Decides by the content of rows alone, in what order and partition they come and which are held out: the same rows give the same
 * network, whatever delivered them.
 */
final class ContentOrder {
    private ContentOrder() {}

    /** Rows (features, label, weight, content) ordered by a hash of their content, those of weight 0 left behind. */
    static JavaRDD<Row> of(Dataset<Row> rows, int partitions) {
        // As an array, so that sparse and dense encodings of a row are the same.
        Column features = org.apache.spark.ml.functions.vector_to_array(col("features"), "float64");
        Dataset<Row> counted =
                rows.where(col("weight").gt(0)).withColumn("content", xxhash64(features, col("label"), col("weight")));
        Dataset<Row> placed =
                partitions == 1 ? counted.repartition(1) : counted.repartition(partitions, col("content"));
        return placed.sortWithinPartitions("content").toJavaRDD();
    }

    /** Partition by partition, so that it is the same each time. */
    static Survey survey(JavaRDD<Row> rows, int classes, int sampled) {
        int ofPart = (sampled + rows.getNumPartitions() - 1) / rows.getNumPartitions();
        return Survey.merged(
                rows.mapPartitions(part ->
                                List.of(Survey.of(part, classes, ofPart)).iterator())
                        .collect(),
                classes);
    }

    /** A partition's rows: to train on, and held out. */
    record Part(TrainingRows training, TrainingRows heldOut) {
        /** Holds rows out by place: by content, all rows of a frequent kind would be held out at once. */
        static Part of(Iterator<Row> rows, TrainingPlan plan, RowMemory memory) {
            TrainingRows training = new TrainingRows(plan.encoding(), plan.weights(), memory);
            TrainingRows heldOut = new TrainingRows(plan.encoding(), plan.weights(), memory);
            for (long place = 1; rows.hasNext(); place++) {
                Row row = rows.next();
                boolean held = plan.holdsOut() && place % plan.heldOutEvery() == 0;
                (held ? heldOut : training).add(row.getAs(0), row.getDouble(1), row.getDouble(2));
            }
            return new Part(training.complete(), heldOut.complete());
        }
    }
}
