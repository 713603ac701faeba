package testdata

// BaseManager is here for a test and belongs to no manager.
type BaseManager interface {
	Initialize() error
}
