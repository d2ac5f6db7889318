package io.lepton.jobs.curves;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import io.lepton.lake.Lake;
import io.lepton.lake.WriteId;
import io.lepton.testing.LocalSpark;
import io.lepton.training.curves.CurvePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class TrainingCurvesTest {
    @TempDir
    private Path folder;

    private final Said said = new Said();

    @Test
    void eachTrainingOfAModelHasItsFolder() throws IOException {
        try (TrainingCurves curves = curves("curves")) {
            curves.of("neural-network").point(point("all rows", 1));
            curves.of("xgboost").point(point("held out: 1/10", 1));
            curves.of("xgboost").point(point("all rows", 1));
        }

        try (Stream<Path> files = Files.walk(folder.resolve("curves"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file.getParent()).toString()))
                    .containsExactlyInAnyOrder(
                            "curves/neural-network/all-rows",
                            "curves/xgboost/held-out-1-10",
                            "curves/xgboost/all-rows");
        }
        assertThat(said.steps).containsExactly("neural-network 1", "xgboost 1", "xgboost 1", "trained");
    }

    @Test
    void trainingGoesOnWhereFilesCannotBeWritten() throws IOException {
        Files.writeString(folder.resolve("curves"), "a file");
        TrainingCurves curves = curves("curves");

        curves.of("xgboost").point(point("all rows", 1));
        curves.of("xgboost").point(point("all rows", 2));
        curves.close();

        assertThat(curves.points()).hasSize(2);
        assertThat(said.steps).hasSize(4).anySatisfy(step -> assertThat(step)
                .contains("Cannot write learning curves to", "the training goes on"));
    }

    @Test
    void aTrainingThatGoesOnFromACheckpointHasTheStepsBeforeIt() {
        try (TrainingCurves cutOff = curves("curves")) {
            for (int step = 1; step <= 5; step++) {
                cutOff.of("xgboost").point(point("all rows", step));
            }
        }
        TrainingCurves curves = curves("curves");

        curves.of("xgboost").point(point("all rows", 4));
        curves.of("xgboost").point(point("all rows", 5));
        curves.close();

        assertThat(curves.points()).extracting(step -> step.point().step()).containsExactly(1, 2, 3, 4, 5);
        assertThat(curves.points()).extracting(ModelPoint::model).containsOnly("xgboost");
    }

    @Test
    void theTableGivesBackARunsCurvesWrittenOnce(SparkSession spark) {
        Lake lake = new Lake(spark, folder.toString());
        List<ModelPoint> points = List.of(
                new ModelPoint("neural-network", point("all rows", 1)),
                new ModelPoint("neural-network", point("all rows", 2)),
                new ModelPoint("xgboost", point("all rows", 1)));

        for (String run : List.of("first", "first", "second")) {
            lake.append(
                    new CurveTable(run).rows(spark, points), CurveTable.NAME, new WriteId(run, StageName.TRAIN.id()));
        }

        assertThat(lake.read(CurveTable.NAME).count()).isEqualTo(2 * 3 * 2);
        assertThat(lake.read(CurveTable.NAME).columns())
                .containsExactly("run_id", "model", "curve", "step", "steps", "time", "metric", "value");
        assertThat(new CurveTable("first").points(lake.read(CurveTable.NAME))).isEqualTo(points);
    }

    private TrainingCurves curves(String name) {
        return new TrainingCurves(new Configuration(), folder.resolve(name).toString(), said);
    }

    private static CurvePoint point(String curve, int step) {
        return new CurvePoint(
                curve,
                step,
                9,
                1_764_000_000_123L + step,
                Map.of("loss/training", 1.0 / step, "loss/validation", Double.NaN));
    }

    private static final class Said implements Progress {
        private final List<String> steps = new ArrayList<>();

        @Override
        public void started(StageName stage) {}

        @Override
        public void step(String message) {
            steps.add(message);
        }

        @Override
        public void training(String model, CurvePoint point) {
            steps.add(model + " " + point.step());
        }

        @Override
        public void trained() {
            steps.add("trained");
        }

        @Override
        public void finished(StageName stage, double seconds, String summary) {}

        @Override
        public void skipped(StageName stage) {}
    }
}
