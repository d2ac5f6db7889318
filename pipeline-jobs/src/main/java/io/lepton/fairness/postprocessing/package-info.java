/**
 * Repairs after training, of scores and of the decisions made of them: thresholds per group (Hardt, Price and Srebro, 2016), scores whose
 * true positive rates are alike at every threshold (Nandy et al., 2022), the reject option (Kamiran, Karim and Zhang, 2012) and calibrated
 * equalized odds (Pleiss et al., 2017). Each is an estimator of Spark ML that reads scored, labelled rows once; fit it on rows that the
 * scores' model was not fitted on. All need the protected attribute where they are applied.
 */
package io.lepton.fairness.postprocessing;
