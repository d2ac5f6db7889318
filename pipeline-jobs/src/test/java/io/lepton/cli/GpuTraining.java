package io.lepton.cli;

import io.lepton.training.device.DeviceAddress;
import io.lepton.training.device.GpuSlots;
import io.lepton.training.device.Gpus;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function1;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** A program for a cluster: rows are prepared on cores, then trained on by one task a GPU. Prints what the tasks were given. */
public final class GpuTraining {
    private GpuTraining() {}

    public static void main(String[] arguments) {
        try (JavaSparkContext spark = new JavaSparkContext()) {
            GpuSlots slots = GpuSlots.of(spark.sc()).orElseThrow();
            JavaRDD<String> prepared = spark.parallelize(
                            IntStream.range(0, 40).boxed().toList(), 4)
                    .mapPartitions(GpuTraining::preparing);
            prepared.distinct().collect().forEach(System.out::println);
            int tasks = slots.count(spark.sc());
            ClassTag<String> text = ClassTag$.MODULE$.apply(String.class);
            JavaRDD<String> trained = JavaRDD.fromRDD(
                    slots.place(prepared.repartition(tasks))
                            .rdd()
                            .barrier()
                            .mapPartitions((Training) GpuTraining::training, false, text),
                    text);

            System.out.println("found: " + Gpus.of(spark.sc()).evidence());
            System.out.println("tasks at once: "
                    + spark.sc()
                            .maxNumConcurrentTasks(
                                    spark.sc().resourceProfileManager().defaultResourceProfile())
                    + " prepare, " + tasks + " train");
            trained.collect().forEach(System.out::println);
        }
    }

    private static Iterator<String> preparing(Iterator<Integer> rows) {
        TaskContext task = TaskContext.get();
        String given = "prepared on cores " + task.cpus() + ", GPUs "
                + task.resourcesJMap().keySet();
        rows.forEachRemaining(row -> {});
        return List.of(given).iterator();
    }

    private interface Training
            extends Function1<scala.collection.Iterator<String>, scala.collection.Iterator<String>>, Serializable {}

    private static scala.collection.Iterator<String> training(scala.collection.Iterator<String> rows) {
        BarrierTaskContext task = BarrierTaskContext.get();
        DeviceAddress address = DeviceAddress.of(task);
        String told = "trained on cores " + task.cpus() + ", " + address.xgboost();
        rows.size();
        // Meets the others: only tasks that run at once get past it.
        String all =
                List.of(task.allGather(address.xgboost())).stream().sorted().collect(Collectors.joining(" and "));
        return Iterator$.MODULE$.single(told + " beside " + all);
    }
}
