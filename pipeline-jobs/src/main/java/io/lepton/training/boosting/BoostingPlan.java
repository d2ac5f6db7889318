package io.lepton.training.boosting;

import io.lepton.training.device.DeviceAddress;
import io.lepton.training.device.TrainingSlots;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;

/**
 * What to train.
 *
 * @param parameters of XGBoost, by its own names
 * @param featureTypes for each feature q (a number) or c (a category's number, from 0); empty: all are numbers
 * @param rounds that will be added, at most
 * @param patience rounds without a smaller loss of the rows held out after which no more are added; 0: no rows are held out
 * @param outputs trees that a round adds: one a class for several classes, else 1
 * @param checkpointInterval rounds from one checkpoint to the next
 */
public record BoostingPlan(
        Map<String, String> parameters,
        List<String> featureTypes,
        int rounds,
        int patience,
        int outputs,
        int checkpointInterval)
        implements Serializable {
    private static final String DEVICE = "device";

    public BoostingPlan {
        parameters = new TreeMap<>(parameters);
        featureTypes = List.copyOf(featureTypes);
    }

    /** On GPUs where the device is one. */
    TrainingSlots slots(SparkContext spark) {
        return TrainingSlots.of(spark, usesGpu());
    }

    /**
     * XGBoost's parameters for a task, which has a GPU of its own if it trains on any.
     *
     * @param threads that it may use, if they are more than its cores
     */
    Map<String, Object> parameters(TaskContext task, int threads) {
        Map<String, Object> ofTask = new HashMap<>(parameters);
        ofTask.put("nthread", Math.max(threads, task.cpus()));
        if (usesGpu()) {
            ofTask.put(DEVICE, DeviceAddress.of(task).xgboost());
        }
        return ofTask;
    }

    boolean usesGpu() {
        return "cuda".equals(parameters.get(DEVICE));
    }

    boolean holdsOut() {
        return patience > 0;
    }
}
