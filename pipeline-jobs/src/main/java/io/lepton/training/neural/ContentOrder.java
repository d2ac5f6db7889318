package io.lepton.training.neural;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.Serializable;
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

    /** Rows (features, label, weight) ordered by a hash of their content, those of weight 0 left behind. */
    static JavaRDD<Row> of(Dataset<Row> rows, int partitions) {
        // As an array, so that sparse and dense encodings of a row are the same.
        Column features = org.apache.spark.ml.functions.vector_to_array(col("features"), "float64");
        Dataset<Row> counted =
                rows.where(col("weight").gt(0)).withColumn("content", xxhash64(features, col("label"), col("weight")));
        Dataset<Row> placed =
                partitions == 1 ? counted.repartition(1) : counted.repartition(partitions, col("content"));
        return placed.sortWithinPartitions("content").drop("content").toJavaRDD();
    }

    /** The moments of all rows, partition by partition: sums in another order would differ in their last bits. */
    static Moments moments(JavaRDD<Row> rows) {
        List<Moments> parts =
                rows.mapPartitions(part -> List.of(Moments.of(part)).iterator()).collect();
        Moments all = new Moments();
        parts.forEach(all::merge);
        return all;
    }

    /** A partition's rows: to train on, and held out. */
    record Part(TrainingRows training, TrainingRows heldOut) implements Serializable {
        /** Holds rows out by place: by content, all rows of a frequent kind would be held out at once. */
        static Part of(Iterator<Row> rows, TrainingPlan plan) {
            Part part = new Part(
                    new TrainingRows(plan.scaling(), plan.meanWeight()),
                    new TrainingRows(plan.scaling(), plan.meanWeight()));
            for (long place = 1; rows.hasNext(); place++) {
                Row row = rows.next();
                boolean heldOut = plan.holdsOut() && place % plan.heldOutEvery() == 0;
                (heldOut ? part.heldOut : part.training).add(row.getAs(0), row.getDouble(1), row.getDouble(2));
            }
            return part;
        }
    }
}
