/** What drives a model's scores, told in the columns that people know, whatever the model is. */
package io.lepton.explain;
