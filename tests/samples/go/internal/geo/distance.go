// Package geo tells how far a parcel travels.
package geo

import "math"

// Point is a place on earth, in degrees.
type Point struct {
	Latitude  float64
	Longitude float64
}

// Kilometres is the distance between two points on a sphere.
func Kilometres(a, b Point) float64 {
	lat1, lat2 := a.Latitude*math.Pi/180, b.Latitude*math.Pi/180
	dLat, dLon := lat2-lat1, (b.Longitude-a.Longitude)*math.Pi/180
	amount := math.Pow(math.Sin(dLat/2), 2) + math.Cos(lat1)*math.Cos(lat2)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * 6371 * math.Asin(math.Sqrt(amount))
}
