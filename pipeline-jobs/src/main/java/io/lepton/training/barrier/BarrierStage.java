package io.lepton.training.barrier;

import io.lepton.training.device.TrainingSlots;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * One task a partition, all at the same time or none. When an executor is lost, Spark runs all of them again.
 *
 * @param slots that the tasks run in
 */
public record BarrierStage(TrainingSlots slots) {

    /**
     * Runs the tasks.
     *
     * @param rows straight from a shuffle: Spark's barrier mode refuses coalesced or united rows
     * @param task sees its {@link org.apache.spark.BarrierTaskContext}; one of them returns the result, the others nothing
     */
    public <T> T run(JavaRDD<Row> rows, FlatMapFunction<java.util.Iterator<Row>, T> task, Class<T> result) {
        return tasks(rows, task, result).first();
    }

    /** The same where any number of tasks return something; in no order. */
    public <T> List<T> all(JavaRDD<Row> rows, FlatMapFunction<java.util.Iterator<Row>, T> task, Class<T> result) {
        return tasks(rows, task, result).collect();
    }

    private <T> JavaRDD<T> tasks(JavaRDD<Row> rows, FlatMapFunction<java.util.Iterator<Row>, T> task, Class<T> result) {
        return slots.place(rows)
                .rdd()
                .barrier()
                .mapPartitions(new InBarrier<>(task), false, ClassTag$.MODULE$.<T>apply(result))
                .toJavaRDD()
                // By a shuffle: Spark tries a barrier stage again only when it isn't the last one of its job.
                .repartition(1);
    }

    /** Java's interface has no barrier stages; this is the function that Scala's takes. */
    private static final class InBarrier<T> extends AbstractFunction1<Iterator<Row>, Iterator<T>>
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final FlatMapFunction<java.util.Iterator<Row>, T> task;

        InBarrier(FlatMapFunction<java.util.Iterator<Row>, T> task) {
            this.task = task;
        }

        @Override
        public Iterator<T> apply(Iterator<Row> rows) {
            try {
                return JavaConverters.asScalaIterator(task.call(JavaConverters.asJavaIterator(rows)));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("A task of a barrier stage failed: " + e.getMessage(), e);
            }
        }
    }
}
