package io.lepton.training.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class TrainingSlotsTest {
    @Test
    void oneTaskAloneHasTheGpuOfLocalMode(SparkSession spark) {
        SparkContext context = spark.sparkContext();

        TrainingSlots onGpu = TrainingSlots.of(context, true);
        TrainingSlots onCpu = TrainingSlots.of(context, false);

        assertThat(onGpu.most()).isEqualTo(1);
        assertThat(onGpu.gpus()).isEmpty();
        assertThat(onCpu.most()).isEqualTo(context.defaultParallelism()).isGreaterThan(1);
        assertThat(onCpu.local()).isTrue();
    }
}
