package io.lepton.fairness.preprocessing;

import java.util.List;

/** A fitted stage whose repair of features can be had value by value, for who has neither vectors nor a column of groups. */
public interface RepairsFeatures {
    /** @param groups names of all groups that are asked about; features of one that was not seen when fitting stay as they are */
    FeatureRepair repairOf(List<String> groups);
}
