package io.lepton.privacy.release;

import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Share;
import io.lepton.privacy.aggregate.Statistic;
import io.lepton.privacy.noise.GeometricNoise;
import io.lepton.privacy.noise.RandomBits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The noise of a query: for each purpose, as much as its share of the budget asks for. */
final class Noising {
    private final PrivateQuery query;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private final RandomBits bits;

    Noising(PrivateQuery query, RandomBits bits) {
        this.query = query;
        this.bits = bits;
        query.shares().forEach(share -> shares.put(share.purpose(), share));
    }

    /** Fails where a share is too small for any noise that can be drawn: before anything is spent. */
    void check() {
        for (Share share : shares.values()) {
            if (share.delta() > 0 || share.purpose().equals(PrivateQuery.GROUPS)) {
                // Values are as many as a person's rows at most, groups no more than that.
                PartitionSelection.of(share, query.contribution().rows());
            } else {
                half(share.purpose(), Cells.grid(1).highest());
            }
        }
    }

    RandomBits bits() {
        return bits;
    }

    /** @param perRow by how much one row changes the result at most */
    GeometricNoise of(String purpose, long perRow) {
        return GeometricNoise.of(
                perRow * query.contribution().rows(), shares.get(purpose).epsilon());
    }

    /** One of two results that share a purpose. */
    GeometricNoise half(String purpose, long perRow) {
        return GeometricNoise.of(
                perRow * query.contribution().rows(), shares.get(purpose).epsilon() / 2);
    }

    PartitionSelection groups() {
        return PartitionSelection.of(
                shares.get(PrivateQuery.GROUPS), query.contribution().groups());
    }

    PartitionSelection values(Statistic statistic) {
        return PartitionSelection.of(
                shares.get(PrivateQuery.valuesOf(statistic)),
                query.contribution().rows());
    }
}
