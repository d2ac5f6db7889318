package io.lepton.training.boosting.paged;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class NativeRoomTest {
    private static final long MIB = 1 << 20;

    @Test
    void isTheOverheadWhereItIsHeldTo() {
        SparkConf conf = new SparkConf(false).set("spark.master", "yarn").set("spark.executor.memory", "8g");

        assertThat(NativeRoom.ofProcess(conf, Long.MAX_VALUE)).isEqualTo((long) (0.1 * 8192 * MIB));
        assertThat(NativeRoom.ofProcess(conf.set("spark.executor.memory", "1g"), Long.MAX_VALUE))
                .isEqualTo(384 * MIB);
        assertThat(NativeRoom.ofProcess(
                        conf.set("spark.master", "k8s://host").set("spark.executor.memoryOverhead", "3g"),
                        Long.MAX_VALUE))
                .isEqualTo(3072 * MIB);
    }

    @Test
    void isWhatTheMachineHasBesideTheHeapElsewhere() {
        SparkConf conf = new SparkConf(false).set("spark.master", "spark://host:7077");
        long heap = Runtime.getRuntime().maxMemory();

        assertThat(NativeRoom.ofProcess(conf, heap + 5 * MIB)).isEqualTo(5 * MIB);
        assertThat(NativeRoom.ofProcess(conf, heap - 5 * MIB)).isZero();
    }

    @Test
    void holdsRowsByTheirFeatures() {
        NativeRoom room = new NativeRoom(1200 * MIB);

        assertThat(room.holds(2 * MIB, 50)).isTrue();
        assertThat(room.holds(2 * MIB, 51)).isFalse();
        assertThat(room.holds(Long.MAX_VALUE / 1000, 900)).isFalse();
    }
}
