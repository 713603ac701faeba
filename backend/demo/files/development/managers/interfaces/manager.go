// Package interfaces holds what managers are supposed to share.
package interfaces

import "context"

// Manager is anything that can be started, stopped and told to do something.
type Manager interface {
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	Execute(ctx context.Context, id string) error
}

// ManagerInterface is what the plan asks of every manager.
type ManagerInterface interface {
	Initialize(ctx context.Context, config interface{}) error
	Start(ctx context.Context) error
	Stop(ctx context.Context) error
	GetStatus() ManagerStatus
	GetMetrics() map[string]interface{}
	ValidateConfig(config interface{}) error
}

// ManagerStatus is how a manager says that it is well.
type ManagerStatus struct {
	Name   string   `json:"name"`
	Status string   `json:"status"`
	Errors []string `json:"errors"`
}
