package io.lepton.training.neural;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;

/** Trains on all rows in one task: for data small enough that talk between tasks would cost more than it saves. */
final class OneTaskTraining {
    private final TrainingPlan plan;

    OneTaskTraining(TrainingPlan plan) {
        this.plan = plan;
    }

    /** @param rows in one partition */
    float[] train(JavaRDD<Row> rows) {
        TrainingPlan plan = this.plan;
        return rows.mapPartitions(part ->
                        List.of(train(ContentOrder.Part.of(part, plan), plan)).iterator())
                .first();
    }

    private static float[] train(ContentOrder.Part rows, TrainingPlan plan) {
        BestEpoch best = new BestEpoch(plan.patience());
        try (MiniBatchTrainer trainer = new MiniBatchTrainer(plan.shape(), plan.settings())) {
            for (int epoch = 0; epoch < plan.settings().epochs(); epoch++) {
                long seed = plan.seed(epoch, 0, 0);
                trainer.train(
                        rows.training(),
                        MiniBatchTrainer.order(rows.training().size(), seed),
                        new MiniBatchTrainer.Part(0, 1),
                        plan.settings().learningRate(epoch),
                        seed);
                if (plan.holdsOut()) {
                    float[] parameters = trainer.parameters();
                    double[] loss = new FeedForward(plan.network(parameters)).loss(rows.heldOut());
                    if (!best.after(parameters, loss[0] / loss[1])) {
                        return best.parameters();
                    }
                }
            }
            return plan.holdsOut() ? best.parameters() : trainer.parameters();
        }
    }
}
