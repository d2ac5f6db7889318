/** Linear models, evaluated over blocks of rows. */
package io.lepton.inference.linear;
