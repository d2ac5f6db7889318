package io.lepton.training.boosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

class PackedFeaturesTest {

    @Property
    void comeOutAsTheFloatsThatTheyAre(
            @ForAll @IntRange(max = 60) int size, @ForAll @IntRange(max = 4) int zerosOfFour, @ForAll long seed) {
        Random random = new Random(seed);
        double[] values = new double[size];
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] =
                    random.nextInt(4) < zerosOfFour ? 0 : random.nextInt(9) == 0 ? Double.NaN : random.nextGaussian();
            floats[i] = (float) values[i];
        }
        Vector dense = Vectors.dense(values);

        assertThat(PackedFeatures.unpack(PackedFeatures.pack(dense))).isEqualTo(floats);
        assertThat(PackedFeatures.unpack(PackedFeatures.pack(dense.toSparse()))).isEqualTo(floats);
        assertThat(PackedFeatures.pack(dense.toSparse()).length).isLessThanOrEqualTo(4 + 4 * size);
    }
}
